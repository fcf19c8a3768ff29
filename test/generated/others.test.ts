import { anyMessage } from "./any-message.ts";
import { OTHERS } from "./doors.ts";

anyMessage(OTHERS);
