import { FileAnswer, UploadAnswer } from "../../shared/lambda/answers.ts";
import type { Operations } from "../../shared/lambda/operation.ts";
import { RegisterBody } from "../../shared/messaging/register-file.ts";
import { SignBody } from "../../shared/messaging/sign-upload.ts";

const token = "From a link of ours; it names one file and ends after 24 hours.";

export const operations: Operations = {
  "POST /s3-url-signing": {
    tag: "Files",
    summary: "Get a link to upload a file to",
    description: "`PUT` the bytes to `url` with `headers`, once, within 15 minutes.",
    body: SignBody,
    answers: { 201: UploadAnswer },
  },
  "POST /conversation-files": {
    tag: "Files",
    summary: "Register an uploaded file",
    body: RegisterBody,
    answers: { 200: FileAnswer, 201: FileAnswer },
  },
  "GET /media/{token}": {
    tag: "Files",
    summary: "Fetch a file that a message carries",
    proof: "link",
    params: { token },
    answers: { 302: "To a link that works for five minutes.", 404: "No such file." },
  },
  "HEAD /media/{token}": {
    tag: "Files",
    summary: "Ask for a file's type and size",
    proof: "link",
    params: { token },
    answers: { 200: "In the headers.", 404: "No such file." },
  },
};
