/** Reading a stream of events: lines of `data: {…}`, parted by empty lines. */

import type { StreamEvent } from "./shapes";

export interface Told {
  event: StreamEvent;
  /** where the stream can be taken up again, when the server numbers its events */
  id?: string;
}

/** Yield the events of a response as they come; ends with it, and throws when the connection breaks. */
export async function* eventsOf(response: Response): AsyncGenerator<Told> {
  const reader = (response.body as ReadableStream<BufferSource>).pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (rest + value).split(/\r?\n\r?\n/);
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const told = parsed(block);
        if (told) yield told;
      }
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function parsed(block: string): Told | undefined {
  let data = "";
  let id: string | undefined;
  for (const line of block.split(/\r?\n/)) {
    if (line.startsWith("data:")) data += line.slice(5);
    else if (line.startsWith("id:")) id = line.slice(3).trim();
  }
  return data ? { event: JSON.parse(data) as StreamEvent, id } : undefined;
}
