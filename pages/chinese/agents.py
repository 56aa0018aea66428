"""What agents did, in Simplified Chinese."""

from engine.agents.notes import NOTES

OF_NOTES: dict[str, str] = {
    "strategy_changed": "该模型不能调用函数，因此智能体按 {used} 而不是 {asked_for} 工作。",
    "rounds_used_up": "可调用工具的 {rounds} 轮已用完，模型只能作答。",
    "circling": "模型一再重复同一个调用，因此只能作答。",
    "unreadable": "模型两次写出无法读懂的调用，因此只能作答。",
    "outgrown": "对话超出了模型的容量：{count} 条较早的消息被省略或截短。",
    "refused": "模型供应商拦下了它的回答。",
}
AGENTS: dict[str, str] = {
    **{NOTES[code]: words for code, words in OF_NOTES.items()},
    "Round {n}": "第 {n} 轮",
    "Run of {app}": "{app} 的运行",
    "It is not stored any more.": "该运行已不再保存。",
    "Called as a tool by {app}": "由 {app} 作为工具调用",
    "With the run that it called: {facts}": "连同它调用的运行：{facts}",
    "With the {n} runs that it called: {facts}": "连同它调用的 {n} 次运行：{facts}",
    "A tool of other apps": "作为其他应用的工具",
    "Other apps may use this app as a tool": "其他应用可将此应用用作工具",
    "Agents then ask it as they call any tool; each call is a run of this app.": (
        "智能体可像调用其他工具一样向它提问；每次调用都是此应用的一次运行。"
    ),
    "Name of the tool": "工具名称",
    "Letters, digits, _ and -, as models take them.": "字母、数字、_ 和 -，以便模型使用。",
    "What models are told of it": "告知模型的说明",
    "What it does, and what it wants to be told": "它能做什么，需要告诉它什么",
    "Good for, one per line": "适用场景，每行一个",
    "It changes something outside: sends, writes, orders": "它会改变外部：发送、写入、下单",
    "Calls of tools that change nothing are made at the same time.": "不改变任何东西的工具会被同时调用。",
}
