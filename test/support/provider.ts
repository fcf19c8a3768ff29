// A WhatsApp provider in a process of its own: answers each send after DELAY_MS (200) and remembers what it was sent,
// whoever dies. GET /sends lists it.
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import type { Send } from "./provider-process.ts";

const delay = Number(process.env.DELAY_MS ?? 200);
const sends: Send[] = [];

const server = createServer(async (request, response) => {
  if (request.url === "/sends") return void response.end(JSON.stringify(sends));
  const body = await text(request).catch(() => undefined);
  if (body === undefined) return;
  const send: Send = { handle: JSON.parse(body).biz_opaque_callback_data, answered_at: null };
  const id = `wamid.${sends.push(send)}`;
  setTimeout(() => {
    if (request.socket.destroyed) return;
    send.answered_at = Date.now();
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ messaging_product: "whatsapp", messages: [{ id }] }));
  }, delay);
});

server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as { port: number }).port }));
process.on("disconnect", () => process.exit(0));
