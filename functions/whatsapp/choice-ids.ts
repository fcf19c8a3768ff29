import { readChoiceId } from "../../shared/domain/ids.ts";
import type { Choice } from "../../shared/domain/rich.ts";
import type { Destination } from "../../shared/messaging/channel-ports.ts";

/** The ids of all that can be tapped in one message. */
export interface ChoiceIds {
  /** What the numbers of its texts stand for, then what its short ids do. */
  readonly choices: Choice[];
  /** For everything one bubble offers: at most `max` characters each. */
  of(offered: Choice[], max: number): string[];
}

/** The payload itself where WhatsApp takes it as an id, else a short one that is kept with the message. */
export const choiceIds = (numbered: Choice[], to: Pick<Destination, "choice">): ChoiceIds => {
  const choices = [...numbered];
  const short = ({ title, payload }: Choice): string => to.choice(choices.push({ title, payload }) - 1);
  return {
    choices,
    of(offered, max) {
      const taken = new Set<string>();
      return offered.map((choice) => {
        const isFree = isId(choice.payload, max) && !taken.has(choice.payload);
        const id = isFree ? choice.payload : short(choice);
        taken.add(id);
        return id;
      });
    },
  };
};

/** No spaces at its edges, and nothing that would be taken for a short id when it comes back. */
const isId = (payload: string, max: number): boolean =>
  payload.length <= max && payload.trim() === payload && readChoiceId(payload) === undefined;
