/** What the embedding page passes in the address: values of the form, `sys.…` and `user.…`, each packed by gzip. */

const RESERVED = new Set(["theme", "lang", "embed"]);

export interface Given {
  inputs: Record<string, string>;
  /** a fixed visitor, unproved or signed for, and the conversation to open */
  system: { user_id?: string; conversation_id?: string; identity?: string };
  user: { name?: string; avatar_url?: string };
}

/** Read the address once; a value that does not unpack is left out. */
export async function readGiven(search: string): Promise<Given> {
  const given: Given = { inputs: {}, system: {}, user: {} };
  for (const [name, packed] of new URLSearchParams(search)) {
    if (RESERVED.has(name)) continue;
    const text = await unpacked(packed);
    if (text === undefined) continue;
    if (name.startsWith("sys.")) Object.assign(given.system, { [name.slice(4)]: text });
    else if (name.startsWith("user.")) Object.assign(given.user, { [name.slice(5)]: text });
    else given.inputs[name] = text;
  }
  return given;
}

async function unpacked(packed: string): Promise<string | undefined> {
  try {
    const bytes = Uint8Array.from(atob(packed.replaceAll(" ", "+")), (char) => char.charCodeAt(0));
    const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new TextDecoder("utf-8", { fatal: true }).decode(await new Response(plain).arrayBuffer());
  } catch {
    return undefined;
  }
}
