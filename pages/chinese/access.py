"""What is said about members, roles and accounts in Simplified Chinese."""

ACCESS: dict[str, str] = {
    "Members": "成员",
    "Account": "账户",
    "Role": "角色",
    "Owner": "所有者",
    "Administrator": "管理员",
    "Editor": "编辑者",
    "Viewer": "查看者",
    "Everything: other owners, trusted scripts, handing over and deleting the workspace.": (
        "拥有全部权限：其他所有者、受信任脚本、移交和删除工作区。"
    ),
    "What editors do; members, API keys, models and settings, too.": "编辑者的全部权限，以及管理成员、API 密钥、模型和设置。",
    "Builds, publishes and tries apps, fills knowledge bases, reads conversations.": (
        "构建、发布和试用应用，维护知识库，查看会话记录。"
    ),
    "Sees apps and knowledge, runs apps and chats. Changes nothing.": "查看应用和知识库，运行应用并对话，不能修改。",
    "Nobody signs in here yet. Set a password under Account, then invite others.": (
        "目前无需登录。请先在“账户”中设置密码，再邀请他人。"
    ),
    "What the roles may do": "各角色的权限",
    "you": "你",
    "Remove {name}?": "移除 {name}？",
    "{name} is signed out at once. What they made stays.": "{name} 会立即退出登录，其创建的内容会保留。",
    "Invite somebody": "邀请成员",
    "Invite": "邀请",
    "A mail is on its way to {email}. The link works, too:": "邮件正在发送给 {email}，也可使用此链接：",
    "Give this link to {email}. It is not shown again.": "请将此链接交给 {email}，它不会再次显示。",
    "waits until {day}": "有效期至 {day}",
    "Withdraw": "撤回",
    "Workspaces": "工作区",
    "New workspace": "新建工作区",
    "Go there": "前往",
    "here": "当前",
    "this one": "当前登录",
    "Logins": "登录记录",
    "End": "结束",
    "Sign out everywhere": "在所有设备上退出登录",
    "Password until now": "当前密码",
    "New password": "新密码",
    "All other logins end with it.": "修改后，其他所有登录都会失效。",
    "This did not work.": "操作未成功。",
    "Millrace is open: whoever uses this machine may do everything. Only this machine reaches it.": (
        "Millrace 目前未设密码：使用这台机器的任何人都可以进行所有操作。仅本机可以访问。"
    ),
    "Set up the administrator": "设置管理员",
    "Set up and sign in": "设置并登录",
    "Welcome to {workspace}": "欢迎加入 {workspace}",
    "You are invited as: {role}. Choose a name and a password.": "你受邀成为：{role}。请设置名称和密码。",
    "You are invited as: {role}. Sign in with your password to join.": "你受邀成为：{role}。请输入密码登录以加入。",
    "Join": "加入",
    "This invitation is not good any more": "此邀请已失效",
    "It was used, withdrawn or renewed, or its time is over. Ask for another one.": (
        "它已被使用、撤回、替换或过期。请重新索取邀请。"
    ),
    "Invalid email or password.": "邮箱或密码不正确。",
    "The password needs 8 or more characters, with letters and digits.": "密码至少 8 个字符，且须包含字母和数字。",
    "Too many incorrect password attempts. Please try again later.": "密码错误次数过多，请稍后再试。",
    "Sign in with {provider}": "使用 {provider} 登录",
    "or": "或",
    "Good for": "有效期",
    "Without end": "永久",
    "30 days": "30 天",
    "90 days": "90 天",
    "One year": "一年",
    "It may": "权限",
    "Run apps": "运行应用",
    "Requests must be signed": "请求必须签名",
    "docs/access.md says how programs sign.": "签名方法见 docs/access.md。",
    "over": "已过期",
    "Works": "启用",
    "Off, it is refused from the next request on.": "关闭后，下一个请求起即被拒绝。",
    "until {day}": "有效期至 {day}",
    "signed": "需签名",
    "Keep the log for so many days": "日志保留天数",
    "0 keeps it for ever.": "0 表示永久保留。",
    # the log
    "Logins ended": "登录已全部结束",
    "Member invited": "已邀请成员",
    "Invitation withdrawn": "已撤回邀请",
    "Member joined": "成员已加入",
    "Role changed": "角色已更改",
    "Member removed": "成员已移除",
    "Workspace created": "已创建工作区",
    "Workspace changed": "已修改工作区",
    "Workspace handed over": "工作区已移交",
    "Workspace deleted": "工作区已删除",
    "Conversation read": "查看了会话",
    "API key changed": "API 密钥已更改",
}
REFUSED: dict[str, str] = {  # messages of the services
    "The identity provider does not say that your e-mail address is verified.": "身份提供方未确认你的邮箱地址已验证。",
    "You belong to no group that may sign in here. Ask an administrator.": "你所在的组无权登录。请联系管理员。",
    "You belong to no workspace here. Ask an administrator to invite you.": "你不属于任何工作区。请联系管理员邀请你。",
    "You are no member of this workspace any more.": "你已不是此工作区的成员。",
    "Your role does not allow you to change apps. Ask an editor or an administrator.": (
        "你的角色不能修改应用。请联系编辑者或管理员。"
    ),
    "Your role does not allow you to publish. Ask an editor or an administrator.": "你的角色不能发布。请联系编辑者或管理员。",
    "Your role does not allow you to change knowledge. Ask an editor or an administrator.": (
        "你的角色不能修改知识库。请联系编辑者或管理员。"
    ),
    "Your role does not allow you to read what others wrote. Ask an administrator.": (
        "你的角色不能查看他人的会话。请联系管理员。"
    ),
    "Your role does not allow you to manage API keys. Ask an administrator of the workspace.": (
        "你的角色不能管理 API 密钥。请联系工作区管理员。"
    ),
    "Your role does not allow you to manage models. Ask an administrator of the workspace.": (
        "你的角色不能管理模型。请联系工作区管理员。"
    ),
    "Your role does not allow you to manage members. Ask an administrator of the workspace.": (
        "你的角色不能管理成员。请联系工作区管理员。"
    ),
    "Your role does not allow you to change settings. Ask an administrator of the workspace.": (
        "你的角色不能修改设置。请联系工作区管理员。"
    ),
    "Only an owner of the workspace may do this.": "只有工作区所有者可以执行此操作。",
    "This belongs to another workspace.": "它属于另一个工作区。",
    "email is no e-mail address.": "请输入有效的邮箱地址。",
    "{email} belongs to this workspace already.": "{email} 已是此工作区的成员。",
    "The workspace needs an owner. Make somebody else an owner first.": "工作区需要一位所有者。请先将他人设为所有者。",
}
