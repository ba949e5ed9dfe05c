const ENTITY_TAG = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g;

/** Whether a string is one entity tag, weak or strong (RFC 9110 section 8.8.3). */
export function isEntityTag(text: string): boolean {
  return text.match(ENTITY_TAG)?.[0] === text;
}

/** Strong comparison: whether a list has this tag and both are strong (RFC 9110 section 8.8.3.2). */
export function hasStrongTag(list: string, tag: string): boolean {
  return !isWeak(tag) && tagsOf(list).includes(tag);
}

/** Weak comparison: whether a list has this tag, weak or strong (RFC 9110 section 8.8.3.2). */
export function hasWeakTag(list: string, tag: string): boolean {
  return tagsOf(list).some((each) => opaque(each) === opaque(tag));
}

/** The tags of a list, found by their quotes: a tag may contain commas. */
function tagsOf(list: string): readonly string[] {
  return list.match(ENTITY_TAG) ?? [];
}

function isWeak(tag: string): boolean {
  return tag.startsWith('W/');
}

function opaque(tag: string): string {
  return isWeak(tag) ? tag.slice(2) : tag;
}
