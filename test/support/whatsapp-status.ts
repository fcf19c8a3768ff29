import { DEMO } from "../../infra/local/demo.ts";
import { handleOf, partId } from "../../shared/domain/ids.ts";
import type { Job } from "../../shared/domain/message.ts";

/** developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples */
export const statusBody = ({ message }: Job, status: string) => ({
  object: "whatsapp_business_account",
  entry: [
    {
      id: "1",
      changes: [
        {
          field: "messages",
          value: {
            messaging_product: "whatsapp",
            metadata: DEMO.whatsapp.account.provider_ids,
            statuses: [
              {
                id: `wamid.${message.id}`,
                status,
                timestamp: String(Math.floor(Date.now() / 1000)),
                recipient_id: "12025550177",
                biz_opaque_callback_data: handleOf(message.conversation_id, partId(message.id, 0)),
              },
            ],
          },
        },
      ],
    },
  ],
});
