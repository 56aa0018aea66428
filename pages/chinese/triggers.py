"""What pages say of triggers, in Simplified Chinese."""

TRIGGERS: dict[str, str] = {
    "Triggers": "触发器",
    "Start at": "从哪里开始",
    "On": "启用",
    "last {time}": "上次 {time}",
    "next {time}": "下次 {time}",
    "has not fired yet": "尚未触发",
    "Fires once the draft is published: {names}": "发布草稿后才会触发：{names}",
    "The next times": "接下来的时间",
    "Address": "地址",
    "Debug address": "调试地址",
    "Whoever knows it can start the published workflow; no key is asked.": "知道此地址的人都能启动已发布的工作流，无需密钥。",
    "Runs the draft while the Run tab listens for a request.": "“运行”标签页监听请求时，会运行草稿。",
    "An example call": "调用示例",
    "Listen for a request": "监听请求",
    "Stop listening": "停止监听",
    "Waiting for a request to": "正在等待请求：",
    "Every minute can be typed.": "可以输入任意分钟。",
}
