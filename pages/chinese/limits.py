"""Limits of programs' requests, runs and webhooks in Simplified Chinese, by their English descriptions."""

LIMITS: dict[str, str] = {
    "Requests with the knowledge keys of one workspace in any minute; 0 sets no limit.": (
        "一个工作区的知识库密钥在任意一分钟内的请求数；0 表示不限。"
    ),
    "Requests with the knowledge keys of one workspace in any hour; 0 sets no limit.": (
        "一个工作区的知识库密钥在任意一小时内的请求数；0 表示不限。"
    ),
    "Webhooks that are told when runs end": "运行结束时通知的 Webhook",
    "Addresses that one app may tell.": "一个应用可通知的地址数。",
    "Time that an address may take to answer, in seconds.": "地址应答的时限，单位为秒。",
    "Attempts at one delivery: the second 10 s after the first, each further wait six times as long.": (
        "每条消息的尝试次数：第二次在 10 秒后，之后每次等待延长为六倍。"
    ),
    "Failed attempts in a row after which an address is told nothing more; 0 sets no limit.": (
        "连续失败多少次后不再通知该地址；0 表示不限。"
    ),
    "Days for which the log of deliveries is kept.": "发送记录保留的天数。",
    "Time that one search of a run in its knowledge bases may take, in seconds.": "运行中一次知识库检索的时限，单位为秒。",
    "Runs of one app at the same time": "同一应用的并发运行",
    "Runs of an app that does not say how many; more are refused. 0 sets no limit.": (
        "未自行设置的应用可同时进行的运行数，超出即拒绝；0 表示不限。"
    ),
    "Runs of one app, whatever it says itself; more are refused. 0 sets no limit.": (
        "任何应用可同时进行的运行数上限，超出即拒绝；0 表示不限。"
    ),
    "Runs of one app that work at the same time; more wait in line. 0 sets no limit.": (
        "同一应用同时执行的运行数，超出则排队；0 表示不限。"
    ),
    "Requests to one app that may wait in that line; more are refused. 0 sets no limit.": (
        "同一应用可排队的请求数，超出即拒绝；0 表示不限。"
    ),
    "Time that a request may wait in that line, in seconds; 0: none waits.": (
        "请求排队的时限，单位为秒；0 表示不排队。"
    ),
    "Requests of programs in a time, while callers are limited in rate": "启用速率限制时程序的请求数",
    "Requests with the keys of one app in any minute; 0 sets no limit.": (
        "任意一分钟内使用同一应用密钥的请求数；0 表示不限。"
    ),
    "Requests with the keys of one app in any hour; 0 sets no limit.": (
        "任意一小时内使用同一应用密钥的请求数；0 表示不限。"
    ),
    "Requests with one key of an app in any minute; 0 sets no limit beside the app's.": (
        "任意一分钟内使用单个密钥的请求数；0 表示只受应用限制。"
    ),
    "Requests with one key of an app in any hour; 0 sets no limit beside the app's.": (
        "任意一小时内使用单个密钥的请求数；0 表示只受应用限制。"
    ),
    "Requests for one end user of an app to one route in the time below; 0 sets no limit.": (
        "下述时间内同一应用的单个终端用户对同一接口的请求数；0 表示不限。"
    ),
    "Time in which those are counted, in seconds.": "上述请求的计数时间，单位为秒。",
    "Runs that the programs of one workspace may start in any 24 hours; 0 sets no limit.": (
        "任意 24 小时内同一工作空间的程序可启动的运行数；0 表示不限。"
    ),
    "Requests with an Idempotency-Key": "带有 Idempotency-Key 的请求",
    "Time for which the answer to such a request is kept, in hours.": "此类请求的应答保留时间，单位为小时。",
    "Such answers that are kept; the oldest go first.": "保留的此类应答数，最旧的先删除。",
    "Largest such answer that is kept, in KB; a repeated request with a larger one is refused.": (
        "可保留的此类应答的最大大小，单位为 KB；应答更大的重复请求会被拒绝。"
    ),
}
