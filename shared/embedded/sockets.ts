import type { ClosableSockets } from "../messaging/ports.ts";

/** How long a frame may take to leave for a peer that does not read; then its connection is cut. */
const SEND_MS = 5_000;

export interface Connection {
  /** Settles when the frame has left this process. */
  send(text: string): Promise<void>;
  cut(): void;
}

/** The open connections of this process. A frame is posted when it has left, so a slow reader holds up only itself. */
export class LocalSockets implements ClosableSockets {
  readonly #open = new Map<string, Connection>();

  attach(connectionId: string, connection: Connection): void {
    this.#open.set(connectionId, connection);
  }

  detach(connectionId: string): void {
    this.#open.delete(connectionId);
  }

  async close(connectionId: string): Promise<void> {
    this.#open.get(connectionId)?.cut();
  }

  async post(connectionId: string, frame: unknown): Promise<boolean> {
    const connection = this.#open.get(connectionId);
    if (!connection) return false;
    let timer: NodeJS.Timeout | undefined;
    const tooSlow = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), SEND_MS);
    });
    const sent = connection.send(JSON.stringify(frame)).then(
      () => true,
      () => false,
    );
    const left = await Promise.race([sent, tooSlow]);
    clearTimeout(timer);
    if (!left) connection.cut();
    return left;
  }
}
