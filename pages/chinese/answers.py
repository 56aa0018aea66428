"""Kept answers, budgets and estimates in Simplified Chinese."""

ANSWERS: dict[str, str] = {
    "Kept answers cleared": "清除保留的回答",
    "Kept answers": "保留的回答",
    "The same request": "相同的请求",
    "A question that means the same": "含义相同的问题",
    "Runs at the same time": "同时运行数",
    "0: as many as the server lets an app have.": "0：按服务器对每个应用的限制。",
    "A run stops when its caller goes away": "调用方离开时停止运行",
    "A model is not asked again while the app has an answer of it. All users of the app share them.": (
        "应用保留有模型的回答时不再询问模型。应用的所有用户共用这些回答。"
    ),
    "Give a kept answer to": "对以下情况给出保留的回答",
    "Seconds for which an answer is kept": "回答保留的秒数",
    "Answers at the most": "最多保留的回答数",
    "How alike two questions must be": "两个问题须有多相似",
    "1 is the same meaning. Questions with other numbers in them never count as alike.": (
        "1 表示含义相同。数字不同的问题从不视为相似。"
    ),
    "{kept} answers kept · {hits} of {asked} requests answered by them · {tokens} tokens saved": (
        "保留 {kept} 条回答 · {asked} 次请求中 {hits} 次由其回答 · 节省 {tokens} 个令牌"
    ),
    "Forget the answers": "清除这些回答",
    "calls no model: what its models gave is kept": "不调用模型：其模型的结果已保留",
    "at least": "至少",
    "about": "约",
    "price unknown": "价格未知",
    "some prices unknown": "部分价格未知",
    "Prompts are counted as they would be sent now; the most is with the longest answers.": (
        "提示词按现在会发送的内容计数；上限按最长的回答计算。"
    ),
    "it has never run: nobody knows": "从未运行：未知",
    "{n} more do not run: their results are kept.": "另有 {n} 个不运行：其结果已保留。",
    "the last time {n} tokens": "上次 {n} 个令牌",
    "an answer of any length": "回答长度不限",
    "up to {n} in its answer": "回答最多 {n}",
    "its prompt grows with what earlier nodes give": "其提示词会随前面节点的输出增长",
    "once for each round": "每轮一次",
    "view only": "仅查看",
    "Graph and settings": "图与设置",
    "Trials": "试运行",
    "Trial": "试运行",
    "Node": "节点",
    "You can look at everything here.": "您可以查看此处的全部内容。",
    "Nobody has tried this app in the Studio yet.": "还没有人在工作室中试用此应用。",
    "Save the budget": "保存预算",
    "Budget": "预算",
    "with a budget": "有预算",
    "What the runs of the key may cost in a month. 0 sets no limit.": "该密钥每月的运行花费上限。0 表示不限。",
    "Name of the workspace": "工作区名称",
    "Budget of the month": "本月预算",
    "For all runs of all apps together, trials in the Studio included.": "适用于全部应用的全部运行，包括工作室中的试运行。",
    "Delete the workspace": "删除工作区",
    "The first workspace stays: the server itself needs it.": "第一个工作区会保留：服务器自身需要它。",
    "Its apps, knowledge, keys, members and logs go with it. Nothing brings them back.": (
        "其应用、知识库、密钥、成员和日志将一并删除，且无法恢复。"
    ),
    "Type its name, {name}, to confirm": "输入其名称 {name} 以确认",
    "answered from the cache: exact, saved {n} tokens": "来自缓存：完全相同，节省 {n} 个令牌",
    "answered from the cache: similar {score}, saved {n} tokens": "来自缓存：相似度 {score}，节省 {n} 个令牌",
}
