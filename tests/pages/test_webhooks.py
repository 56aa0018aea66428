from services.runtime import Runtime
from services.webhooks import hooks
from storage.records import App, WebhookDelivery
from storage.webhooks import add_delivery

BODY = "pages.workbench.webhooks:show_webhooks(st.session_state.app)"


def texts(at):
    return " ".join(element.value for element in (*at.markdown, *at.caption, *at.warning, *at.error, *at.success))


def test_a_webhook_is_made_and_its_secret_shown_once(open_body, rt: Runtime, chatflow: App):
    at = open_body(BODY, app=chatflow)
    assert "is told when a run ends" in texts(at)
    at.text_input(key=f"webhooks_url_{chatflow.id}").set_value("https://example.com/hook")
    at.button(key=f"webhooks_add_{chatflow.id}").click().run()
    assert not at.exception
    (hook,) = rt.call(hooks.list_hooks(rt, chatflow))
    assert at.code[0].value.startswith("whsec_")
    assert "never told anything" in texts(at)
    del at.session_state["webhooks_secret"]
    at.run()
    assert not at.code
    at.button(key=f"webhooks_secret_{hook.id}").click().run()
    assert at.code[0].value.startswith("whsec_")
    at.button(key=f"webhooks_delete_{hook.id}").click().run()
    assert rt.call(hooks.list_hooks(rt, chatflow)) == []


def test_an_address_that_is_none_is_refused_in_words(open_body, chatflow: App):
    at = open_body(BODY, app=chatflow)
    at.text_input(key=f"webhooks_url_{chatflow.id}").set_value("example.com")
    at.button(key=f"webhooks_add_{chatflow.id}").click().run()
    assert "must be an address of http" in texts(at)


def test_a_webhook_that_was_switched_off_says_why_and_is_switched_on_again(open_body, rt: Runtime, chatflow: App):
    hook, _ = rt.call(hooks.create(rt, chatflow, url="https://example.com/hook"))
    rt.db.root.execute("UPDATE webhooks SET is_enabled = false, note = 'Switched off after 50 failures.'")
    rt.caches.webhooks.forget(chatflow.id)
    at = open_body(BODY, app=chatflow)
    assert "Switched off after 50 failures." in texts(at)
    at.toggle(key=f"webhooks_on_{hook.id}_False").set_value(True).run()
    (changed,) = rt.call(hooks.list_hooks(rt, chatflow))
    assert (changed.is_enabled, changed.note) == (True, "")
    assert "Switched off" not in texts(at)


def test_what_was_sent_is_listed_and_sent_again(open_body, rt: Runtime, chatflow: App):
    hook, _ = rt.call(hooks.create(rt, chatflow, url="https://example.com/hook"))
    sent = WebhookDelivery(
        workspace_id=chatflow.workspace_id, app_id=chatflow.id, webhook_id=hook.id,
        event="run.failed", body="{}", status="failed", attempts=7, error="Gone.",
    )  # fmt: skip
    rt.call(add_delivery(rt.db, sent))
    rt.call(rt.webhooks.stop())
    at = open_body(BODY, app=chatflow, **{f"webhooks_log_{hook.id}": True})
    assert "Run failed" in texts(at)
    assert "7 attempts · Gone." in texts(at)
    at.button(key=f"webhooks_again_{sent.id}").click().run()
    (again,) = rt.call(hooks.deliveries(rt, chatflow))
    assert (again.status, again.attempts) == ("waiting", 0)
