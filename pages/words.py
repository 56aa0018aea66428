"""What the things of the product are called and which icon each has; English, shown through `text.t`."""

MODES = {
    "chat": "Chatbot",
    "agent-chat": "Agent",
    "completion": "Text generator",
    "advanced-chat": "Chatflow",
    "workflow": "Workflow",
}
MODE_ICONS = {
    "chat": ":material/chat_bubble:",
    "agent-chat": ":material/smart_toy:",
    "completion": ":material/edit_note:",
    "advanced-chat": ":material/forum:",
    "workflow": ":material/account_tree:",
}
MODE_HINTS = {
    "chat": "Answers in a conversation, from one prompt.",
    "agent-chat": "Decides by itself which tools to call.",
    "completion": "Turns one form into one text.",
    "advanced-chat": "A conversation whose every turn runs a workflow.",
    "workflow": "Runs a graph once, from inputs to outputs.",
}
KINDS = {
    "start": "Start",
    "end": "End",
    "answer": "Answer",
    "llm": "LLM",
    "agent": "Agent",
    "question-classifier": "Question classifier",
    "parameter-extractor": "Parameter extractor",
    "knowledge-retrieval": "Knowledge retrieval",
    "document-extractor": "Document extractor",
    "if-else": "If / else",
    "variable-aggregator": "Variable aggregator",
    "assigner": "Variable assigner",
    "list-operator": "List operator",
    "iteration": "Iteration",
    "loop": "Loop",
    "iteration-start": "Start of a round",
    "loop-start": "Start of a round",
    "loop-end": "End of the loop",
    "template-transform": "Template",
    "code": "Code",
    "http-request": "HTTP request",
    "tool": "Tool",
    "human-input": "Human input",
    "trigger-webhook": "Webhook trigger",
    "trigger-schedule": "Schedule trigger",
    "trigger-plugin": "Plugin trigger",
}
KIND_ICONS = {
    "start": ":material/play_arrow:",
    "end": ":material/stop:",
    "answer": ":material/chat:",
    "llm": ":material/auto_awesome:",
    "agent": ":material/smart_toy:",
    "question-classifier": ":material/call_split:",
    "parameter-extractor": ":material/data_object:",
    "knowledge-retrieval": ":material/menu_book:",
    "document-extractor": ":material/description:",
    "if-else": ":material/alt_route:",
    "variable-aggregator": ":material/call_merge:",
    "assigner": ":material/equal:",
    "list-operator": ":material/filter_list:",
    "iteration": ":material/repeat:",
    "loop": ":material/loop:",
    "template-transform": ":material/code_blocks:",
    "code": ":material/code:",
    "http-request": ":material/public:",
    "tool": ":material/build:",
    "human-input": ":material/person:",
}
STATUS_WORDS = {
    "running": "running",
    "succeeded": "succeeded",
    "reused": "reused",
    "partial-succeeded": "partly succeeded",
    "failed": "failed",
    "exception": "failed, handled",
    "retry": "trying again",
    "stopped": "stopped",
    "paused": "waiting for a person",
}
STATUS_COLOURS = {
    "running": "blue",
    "succeeded": "green",
    "reused": "green",
    "partial-succeeded": "orange",
    "failed": "red",
    "exception": "orange",
    "retry": "orange",
    "stopped": "gray",
    "paused": "violet",
}
STATUS_ICONS = {
    "running": ":material/progress_activity:",
    "succeeded": ":material/check_circle:",
    "reused": ":material/cached:",
    "partial-succeeded": ":material/error:",
    "failed": ":material/cancel:",
    "exception": ":material/error:",
    "retry": ":material/replay:",
    "stopped": ":material/stop_circle:",
    "paused": ":material/pause_circle:",
}
APP_STATES = {"draft": "draft", "published": "published", "live": "live", "disabled": "disabled"}
APP_STATE_COLOURS = {"draft": "gray", "published": "green", "live": "green", "disabled": "orange"}
OTHER_ICON = ":material/category:"
