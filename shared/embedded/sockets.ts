import type { Sockets } from "../messaging/ports.ts";

/** The open connections of this process, each with what writes to it. */
export class LocalSockets implements Sockets {
  readonly #open = new Map<string, (text: string) => void>();

  attach(connectionId: string, send: (text: string) => void): void {
    this.#open.set(connectionId, send);
  }

  detach(connectionId: string): void {
    this.#open.delete(connectionId);
  }

  async post(connectionId: string, frame: unknown): Promise<boolean> {
    const send = this.#open.get(connectionId);
    send?.(JSON.stringify(frame));
    return send !== undefined;
  }
}
