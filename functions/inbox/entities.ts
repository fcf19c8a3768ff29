/** What a text names, as Inbox tells it. */
export interface Entities {
  urls: { url: string }[];
  mentions: { username: string }[];
  hashtags: { tag: string }[];
  /** Posts that the text shares by their addresses. */
  tweets: { id: string; url: string }[];
}

const URLS = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]]/gi;
/** Up to 15 letters, digits and underscores: https://help.x.com/managing-your-account/x-username-rules */
const MENTIONS = /(?<![\w@/])@(\w{1,15})(?!\w)/g;
const HASHTAGS = /(?<![\p{L}\p{N}_&/#])#(?=[\p{N}_]*\p{L})([\p{L}\p{M}\p{N}_]+)/gu;
const POST = /^https?:\/\/(?:www\.|mobile\.)?(?:x|twitter)\.com\/\w+\/status\/(\d{1,19})(?:[/?#]|$)/i;

/** Null: the text names nothing. */
export const entitiesOf = (text: string): Entities | null => {
  const urls = [...text.matchAll(URLS)].map(([url]) => ({ url }));
  const words = text.replaceAll(URLS, " ");
  const entities = {
    urls,
    mentions: [...words.matchAll(MENTIONS)].map(([, username = ""]) => ({ username })),
    hashtags: [...words.matchAll(HASHTAGS)].map(([, tag = ""]) => ({ tag })),
    tweets: urls.flatMap(({ url }) => {
      const id = POST.exec(url)?.[1];
      return id === undefined ? [] : [{ id, url }];
    }),
  };
  return Object.values(entities).some((list) => list.length > 0) ? entities : null;
};
