import { anyMessage } from "./any-message.ts";
import { SIX } from "./doors.ts";

anyMessage(SIX);
