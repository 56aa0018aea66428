"""The look of the canvas: one style sheet, written into the drawing itself since a frame sees no page styles.

Colours and icons are ours alone; nothing that a user wrote ever enters the sheet.
"""

from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

FONT_URL = "../../app/static/inter-latin-wght-normal.woff2"  # seen from the frame, so that a base path does no harm


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of node shows: `colour` names a hue of the palette, `icon` is the path of a 16 × 16 drawing."""

    colour: str
    icon: str


_SPARK = "M8 1.8l1.5 4.7 4.7 1.5-4.7 1.5L8 14.2 6.5 9.5 1.8 8l4.7-1.5z"
_LOOP = "M13.5 8a5.5 5.5 0 1 1-1.6-3.9M13.5 2v3h-3"

LOOKS = {
    "start": Look("blue", "M5 3.2v9.6L13 8z"),
    "end": Look("orange", "M4 4h8v8H4z"),
    "answer": Look("orange", "M2.5 3.5h11v7.5h-6L4.5 13.5V11h-2z"),
    "llm": Look("violet", _SPARK),
    "agent": Look("violet", "M4 6h8v6.5H4zM8 6V3.2M6.3 8.8v1M9.7 8.8v1"),
    "question-classifier": Look("violet", "M2.5 8h4M6.5 8l4-4h3M6.5 8l4 4h3M6.5 8h7"),
    "parameter-extractor": Look("violet", "M3 4h10M3 8h6M3 12h4M11 10v4M9 12h4"),
    "knowledge-retrieval": Look("green", "M3 3h4.5v10H3zM8.5 3H13v10H8.5z"),
    "document-extractor": Look("green", "M4 2h5l3 3v9H4zM6 8h4M6 10.8h4"),
    "if-else": Look("teal", "M3 8h4M7 8l3-4h3M7 8l3 4h3"),
    "variable-aggregator": Look("teal", "M3 4h3l3 4-3 4H3M9 8h4"),
    "assigner": Look("teal", "M3 6h10M3 10h10"),
    "list-operator": Look("teal", "M3 4h10M5 8h6M7 12h2"),
    "iteration": Look("teal", _LOOP),
    "loop": Look("teal", _LOOP),
    "iteration-start": Look("blue", "M3 8l5-5 5 5v5H3z"),
    "loop-start": Look("blue", "M3 8l5-5 5 5v5H3z"),
    "loop-end": Look("orange", "M4 4h8v8H4z"),
    "template-transform": Look("indigo", "M4 3H2.5v10H4M12 3h1.5v10H12M6 8h4"),
    "code": Look("indigo", "M5.5 4.5L2 8l3.5 3.5M10.5 4.5L14 8l-3.5 3.5"),
    "millrace-sql": Look("indigo", "M3 4a5 2 0 1 0 10 0a5 2 0 1 0-10 0v8a5 2 0 0 0 10 0V4M3 8a5 2 0 0 0 10 0"),
    "http-request": Look("indigo", "M2 8h12M8 2a9 9 0 0 1 0 12M8 2a9 9 0 0 0 0 12M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12"),
    "tool": Look("indigo", "M10 2.5a3.5 3.5 0 0 0-3.2 5L2.5 11.8l1.7 1.7 4.3-4.3a3.5 3.5 0 0 0 4.8-4.3L11 7.2 8.8 5z"),
    "human-input": Look("orange", "M8 2.5a2.6 2.6 0 1 1 0 5.2a2.6 2.6 0 1 1 0-5.2M3 13.5c.5-3 2.4-4 5-4s4.5 1 5 4"),
    "trigger-webhook": Look("blue", "M9 1.8L3.5 9H8l-1 5.2L12.5 7H8z"),
    "trigger-schedule": Look("blue", "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12M8 5v3.2l2.2 1.6"),
    "trigger-plugin": Look("blue", "M6 2v3M10 2v3M4 5h8v3a4 4 0 0 1-8 0zM8 12v2.5"),
}
OTHER = Look("gray", "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12M8 5v3.5M8 10.8v.2")

WIRE, LIVE_WIRE = "#98A3B5", "#3E7BFA"  # on light and dark alike: an arrow's colour cannot be a variable

# The frame says `--background-color`, `--text-color` and `--primary-color` of the page's theme, as it is now;
# everything else is mixed from them, so that the drawing follows a change of theme by itself.
_PALETTE = """
--blue:#3B7BEB;--orange:#D9822B;--violet:#8F62E8;--green:#22A35A;--teal:#149CA3;--indigo:#6B6EE6;--gray:#8490A3;
--good:#1F9D55;--bad:#DC4040;--run:var(--primary-color);--text:var(--text-color);
--node:color-mix(in srgb,var(--secondary-background-color) 50%,var(--background-color));
--port:color-mix(in srgb,var(--text-color) 7%,var(--background-color));
--line:color-mix(in srgb,var(--text-color) 17%,var(--background-color));
--soft:color-mix(in srgb,var(--text-color) 66%,var(--background-color));
--note:color-mix(in srgb,#F5C542 13%,var(--background-color));
--wire:#98A3B5;--shade:0 1px 3px rgba(10,16,28,.12);
"""


@cache
def sheet() -> str:
    """Return the style sheet of the drawing."""
    icons = "".join(
        f".k-{kind}{{--hue:var(--{look.colour});--icon:{_icon(look.icon)}}}" for kind, look in LOOKS.items()
    )
    return f":root{{{_PALETTE}--hue:var(--gray);--icon:{_icon(OTHER.icon)}}}{icons}{_RULES}"


def _icon(path: str) -> str:
    drawing = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' fill='none' stroke='#000' stroke-width='1.5' "
        f"stroke-linecap='round' stroke-linejoin='round'><path d='{path}'/></svg>"
    )
    return f'url("data:image/svg+xml,{quote(drawing)}")'


_RULES = (
    f"@font-face{{font-family:Inter;src:url({FONT_URL});font-weight:100 900}}"
    + """
body{font-family:Inter,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}
.react-flow__node.mr{background:var(--node);color:var(--text);border:1px solid var(--line);border-radius:10px;
 box-shadow:var(--shade);padding:0;text-align:left;font-size:12.5px;transition:border-color .15s,box-shadow .15s}
.react-flow__node.mr:hover{border-color:var(--hue)}
.react-flow__node.mr.selected,.react-flow__node.mr.picked{border-color:var(--run);
 box-shadow:0 0 0 1px var(--run),var(--shade)}
.react-flow .markdown-node *{margin:0}
.mr-h{display:flex;gap:10px;align-items:center;height:56px;padding:0 12px;box-sizing:border-box}
.mr-i{flex:none;width:28px;height:28px;border-radius:8px;position:relative;
 background:color-mix(in srgb,var(--hue) 14%,transparent)}
.mr-i:after{content:"";position:absolute;inset:6px;background:var(--hue);
 -webkit-mask:var(--icon) center/contain no-repeat;mask:var(--icon) center/contain no-repeat}
.mr-t{flex:1;min-width:0;line-height:1.35}
.mr-t b,.mr-t i{display:block;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.mr-t b{font-weight:600}
.mr-t i{font-style:normal;font-size:11px;color:var(--soft)}
.mr-s{flex:none;width:16px;height:16px;border-radius:50%;box-sizing:border-box;font-size:10px;line-height:16px;
 text-align:center;color:var(--node);font-weight:700}
.s-running .mr-s{border:2px solid var(--run);border-right-color:transparent;animation:turn .8s linear infinite}
.s-succeeded .mr-s{background:var(--good)}.s-succeeded .mr-s:after{content:"✓"}
.s-reused .mr-s{background:var(--good)}.s-reused .mr-s:after{content:"≡"}
.s-failed .mr-s,.s-exception .mr-s{background:var(--bad)}
.s-failed .mr-s:after,.s-exception .mr-s:after{content:"!"}
.s-stopped .mr-s,.s-paused .mr-s,.s-retry .mr-s{background:var(--orange)}
.s-stopped .mr-s:after,.s-paused .mr-s:after{content:"–"}.s-retry .mr-s:after{content:"↻"}
.react-flow__node.mr.s-running{border-color:var(--run);
 box-shadow:0 0 0 3px color-mix(in srgb,var(--run) 22%,transparent)}
.react-flow__node.mr.s-succeeded,.react-flow__node.mr.s-reused{border-color:var(--good)}
.react-flow__node.mr.s-failed,.react-flow__node.mr.s-exception{border-color:var(--bad)}
.s-fresh .mr-s{border:2px solid var(--good)}.s-fresh .mr-s:after{content:"✓";color:var(--good);line-height:12px}.s-stale .mr-s{border:2px solid var(--orange)}
.s-stale .mr-s:after{content:"~";color:var(--orange)}.s-never .mr-s{border:2px dashed var(--line)}
.react-flow__node.mr.s-stale{border-color:var(--orange)}
.react-flow__node.mr.s-skipped{opacity:.55}
.s-skipped .mr-s{background:var(--wire)}.s-skipped .mr-s:after{content:"»"}
.s-added .mr-s{background:var(--good)}.s-added .mr-s:after{content:"+"}
.s-removed .mr-s{background:var(--bad)}.s-removed .mr-s:after{content:"−"}
.s-changed .mr-s{background:var(--orange)}.s-changed .mr-s:after{content:"~"}
.react-flow__node.mr.s-added{border-color:var(--good);border-width:2px}
.react-flow__node.mr.s-removed{border-color:var(--bad);border-style:dashed;opacity:.7}
.react-flow__node.mr.s-changed{border-color:var(--orange);border-width:2px}
.react-flow__node.mr.s-faulty{border-color:var(--orange);border-style:dashed}
.react-flow__node.mr-box{background:color-mix(in srgb,var(--teal) 4%,transparent);border:1px dashed var(--line);
 border-radius:12px;box-shadow:none}
.react-flow__node.mr-port{background:var(--port);color:var(--soft);border:0;border-radius:6px 0 0 6px;box-shadow:none;
 padding:0 12px;font-size:11px;line-height:22px;text-align:right;font-weight:500}
.mr-p{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.react-flow__node.mr-inner .mr-h{height:44px;padding:0 7px}.react-flow__node.mr-inner .mr-t{display:none}
.react-flow__node.mr-note{background:var(--note);color:var(--soft);border:0;border-radius:8px;box-shadow:none;
 padding:10px 12px;font-size:11.5px;line-height:1.45;text-align:left;overflow:hidden}
.react-flow__node.mr-style{opacity:0;pointer-events:none}
.react-flow__handle{width:10px;height:10px;border:2px solid var(--node);background:var(--wire)}
.react-flow__handle-right{right:-6px}.react-flow__handle-left{left:-6px}
.react-flow__node:hover>.react-flow__handle{background:var(--run)}
.mr-note .react-flow__handle,.mr-style .react-flow__handle{display:none}
.react-flow__controls{border-radius:8px;overflow:hidden;box-shadow:var(--shade);border:1px solid var(--line)}
.react-flow__controls-button{background:var(--node);border-bottom:1px solid var(--line);fill:var(--soft);
 box-sizing:content-box}
.react-flow__controls-button:hover{background:var(--port)}
.react-flow__minimap{transform:scale(.7);transform-origin:bottom right;background:var(--node);border:1px solid var(--line);border-radius:8px;overflow:hidden}
.react-flow__minimap-mask{fill:color-mix(in srgb,var(--soft) 16%,transparent)}
.react-flow__minimap-node{fill:var(--line)}
.react-flow__background pattern circle{fill:var(--line)}
@keyframes turn{to{transform:rotate(360deg)}}
@media (prefers-reduced-motion:reduce){.s-running .mr-s{animation:none}}
"""
)
