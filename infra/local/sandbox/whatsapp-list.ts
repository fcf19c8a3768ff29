import { type Fields, isFields } from "./checks.ts";
import { whatsappRefusal } from "./meta-errors.ts";
import { interactive as check } from "./whatsapp-checks.ts";

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-list-messages */
const LIST = {
  button: 20,
  sections: 10,
  rows: 10,
  sectionTitle: 24,
  rowId: 200,
  rowTitle: 24,
  description: 72,
};
/** https://developers.facebook.com/documentation/business-messaging/whatsapp/catalogs/interactive-product-carousel-messages */
const PRODUCTS = 30;

export function checkList(action: Fields): void {
  check.only(action, "interactive.action", ["button", "sections"]);
  check.string(action.button, "interactive.action.button", { max: LIST.button });
  const sections = check.array(action.sections, "interactive.action.sections", 1, LIST.sections);
  const ids = sections.flatMap((one, at) => {
    const path = `interactive.action.sections[${at}]`;
    const section = check.object(one, path, ["title", "rows"]);
    if (sections.length > 1 || section.title !== undefined) {
      check.string(section.title, `${path}.title`, { max: LIST.sectionTitle });
    }
    return check
      .array(section.rows, `${path}.rows`, 1, LIST.rows)
      .map((row, index) => checkRow(row, `${path}.rows[${index}]`));
  });
  if (ids.length > LIST.rows) {
    throw whatsappRefusal(
      131009,
      `A list may have ${LIST.rows} rows in all sections together, not ${ids.length}`,
    );
  }
  check.unique(ids, "row ids");
}

function checkRow(value: unknown, path: string): string {
  const row = check.object(value, path, ["id", "title", "description"]);
  check.string(row.title, `${path}.title`, { max: LIST.rowTitle });
  if (row.description !== undefined)
    check.string(row.description, `${path}.description`, { max: LIST.description });
  return check.string(row.id, `${path}.id`, { max: LIST.rowId });
}

export function checkProducts(action: Fields): void {
  check.string(action.catalog_id, "interactive.action.catalog_id", { max: 64 });
  const sections = check.array(action.sections, "interactive.action.sections", 1, LIST.sections);
  const items = sections.flatMap((one, at) => {
    const path = `interactive.action.sections[${at}]`;
    const section = check.object(one, path, ["title", "product_items"]);
    if (sections.length > 1) check.string(section.title, `${path}.title`, { max: LIST.sectionTitle });
    return check.array(section.product_items, `${path}.product_items`, 1, PRODUCTS);
  });
  if (items.length > PRODUCTS || !items.every(isFields)) {
    throw whatsappRefusal(131009, `A product list may have ${PRODUCTS} products, each an object`);
  }
}
