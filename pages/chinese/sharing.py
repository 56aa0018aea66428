"""What the page on which an app is shared says in Simplified Chinese, by the English text."""

SHARING: dict[str, str] = {
    "Share and API": "分享与 API",
    "Shared page": "分享页面",
    "Other sites": "其他网站",
    "API": "API",
    "The shared page is on": "分享页面已开启",
    "New link": "新链接",
    "The link of today stops working at once, in every frame and message that holds it.": (
        "现有链接会立即失效，包括所有嵌入框架和消息中的链接。"
    ),
    "Make a new link": "生成新链接",
    "Visitors are told that there is nothing here.": "访客会被告知此处没有内容。",
    "Everybody who has the link can use the app.": "任何持有链接的人都可以使用该应用。",
    "Everybody who has the link and the password can use the app.": "任何持有链接和密码的人都可以使用该应用。",
    "Members of this workspace can use the app after they have signed in.": "本工作区的成员登录后可以使用该应用。",
    "Visitors get the published version. Publish the app in the Studio first.": (
        "访客使用的是已发布的版本。请先在工作室中发布应用。"
    ),
    "How it looks": "外观",
    "Main colour": "主色",
    "Copyright": "版权",
    "Link to the privacy policy": "隐私政策链接",
    "Disclaimer": "免责声明",
    "Visitors see the steps of a workflow": "访客可以看到工作流的步骤",
    "Theme": "主题",
    "As the visitor's device": "跟随访客的设备",
    "Light": "浅色",
    "Dark": "深色",
    "Language": "语言",
    "Saved.": "已保存。",
    "Who may come": "谁可以访问",
    "Access": "访问",
    "Everybody": "所有人",
    "Who has a password": "持有密码的人",
    "Members": "成员",
    "Password": "密码",
    "stays as it is": "保持不变",
    "How often one visitor may ask": "每位访客的提问频率",
    "Messages a minute": "每分钟消息数",
    "Messages a day": "每天消息数",
    "0 sets no limit.": "0 表示不限制。",
    "What the app may cost in a month": "应用每月的费用上限",
    "Budget in {currency}": "预算（{currency}）",
    "Tokens": "Token 数",
    "0 sets no limit. A run that uses up the budget ends, with what it has said.": (
        "0 表示不限制。用尽预算的运行会结束，并保留已说的内容。"
    ),
    "This month: {price} and {tokens} tokens.": "本月：{price}，{tokens} 个 Token。",
    "The shared page is off, so frames show nothing. Switch it on first.": (
        "分享页面已关闭，因此框架中不会显示内容。请先将其开启。"
    ),
    "A frame": "嵌入框架",
    "A bubble in the corner": "角落气泡",
    "`inputs` fills the app's form. `user_id` finds the same conversations again, but everybody can "
    "claim one: to prove who a visitor is, sign for them.": (
        "`inputs` 填写应用的表单。`user_id` 可再次找到相同的对话，但任何人都可以冒用：要证明访客身份，请为其签名。"
    ),
    "What it looks like": "效果预览",
    "Which sites may show the app": "哪些网站可以显示该应用",
    "Origins": "来源",
    "All sites; type https://example.com to allow that one alone": "所有网站；输入 https://example.com 仅允许该网站",
    "Who the visitors are": "访客身份",
    "Your server can sign for a visitor with this secret: a JSON Web Token (HS256) with `sub`, `exp` and `aud`, "
    "handed over as `systemVariables.identity`. What they said is found again in every browser, by nobody else.": (
        "您的服务器可以用此密钥为访客签名：带有 `sub`、`exp` 和 `aud` 的 JSON Web Token（HS256），"
        "通过 `systemVariables.identity` 传入。访客在任何浏览器中都能找回自己的对话，其他人则不能。"
    ),
    "Make another secret": "生成新密钥",
    "Make a secret": "生成密钥",
    "Remove it": "移除",
    "Copy the secret now. It is not shown again.": "请立即复制密钥，之后不会再次显示。",
    "Only visitors with a signature may come": "仅允许已签名的访客",
    "Programs may call the app": "允许程序调用该应用",
    "Base URL": "基础 URL",
    "The protocol is that of Dify's service API, so its clients work as they are.": (
        "协议与 Dify 的服务 API 相同，因此其客户端无需修改即可使用。"
    ),
    "All operations": "全部操作",
    "With a key that you make here, the snippet can be run as it is.": "在此创建密钥后，代码片段即可直接运行。",
    "Assistants and editors that speak the Model Context Protocol can call this app as a tool of their own.": (
        "支持 Model Context Protocol 的助手和编辑器可以把该应用作为工具调用。"
    ),
    "Make a new address": "生成新地址",
    "Make an address": "生成地址",
    "The server answers": "服务器响应请求",
    "The address ends in {hint}; it was shown when it was made.": "地址以 {hint} 结尾；它在创建时显示过一次。",
    "Copy the address now. It is not shown again.": "请立即复制地址，之后不会再次显示。",
    "For a client that reads a file of servers": "供读取服务器配置文件的客户端使用",
}
