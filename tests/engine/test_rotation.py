"""Accounts that take turns, models that stand in, and who rests for how long."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from engine.errors import ModelAuthError, ModelBadRequest, ModelError, ModelRateLimited, ModelUnavailable
from engine.models import Credentials, ModelRegistry
from engine.models.base import ChatModel, TextPiece
from engine.models.health import RESTS, AccountHealth
from engine.models.policy import CallPolicy
from engine.models.rotation import Rota, RotatingChat
from tests.engine.models import Clock, Failing, Scripted, ask, end_of, text_of

NO_RETRIES = CallPolicy(retries=0)


async def answer(model: ChatModel) -> tuple[str, str]:
    """Return the answer, and who gave it in place of the model that was asked."""
    pieces = [piece async for piece in model.stream(ask())]
    return text_of(pieces), end_of(pieces).answered_by


def keys_seen(vendor) -> list[str]:
    return [request.headers["authorization"].removeprefix("Bearer ") for request in vendor.model_requests]


@pytest.fixture
async def accounts(vendor):
    """Return the models of a workspace with three keys of one vendor."""
    keys = [SecretStr(f"key-{number}") for number in range(3)]
    credentials = Credentials(api_key=keys[0], more_keys=tuple(keys[1:]), base_url=vendor.openai_url)
    models = ModelRegistry({"openai": credentials}, policy=CallPolicy(sleep=Clock().sleep, retries=1))
    yield models
    await models.close()


async def test_keys_take_turns(vendor, accounts):
    model = accounts.chat("openai", "m")
    for _ in range(6):
        assert await answer(model) == ("OK", "")
    assert Counter(keys_seen(vendor)) == {"key-0": 2, "key-1": 2, "key-2": 2}
    assert len(await accounts.embedding("openai", "e").embed(["a"])) == 1
    assert "small-chat" in await accounts.provider("openai").list_models()


@pytest.mark.parametrize("refusal", [{"status": 429}, {"status": 401}, {"status": 500}, {"status": 402}])
async def test_a_key_that_fails_is_passed_over_at_once_and_rests(vendor, accounts, refusal):
    vendor.rule(times=1, **refusal)
    model = accounts.chat("openai", "m")
    assert [await answer(model) for _ in range(4)] == [("OK", "")] * 4
    assert keys_seen(vendor)[:2] == ["key-0", "key-1"]
    assert "key-0" not in keys_seen(vendor)[1:]


async def test_what_no_other_key_would_do_better_is_not_tried_again(vendor, accounts):
    vendor.rule(status=400)
    with pytest.raises(ModelBadRequest):
        await answer(accounts.chat("openai", "m"))
    assert len(vendor.model_requests) == 1


async def test_when_all_keys_fail_the_policy_says_how_often_all_are_asked_again(vendor, accounts):
    vendor.rule(status=429)
    with pytest.raises(ModelRateLimited):
        await answer(accounts.chat("openai", "m"))
    assert keys_seen(vendor)[:3] == ["key-0", "key-1", "key-2"]
    assert len(vendor.model_requests) == 4  # then the one that will have rested first


async def test_a_substitute_answers_and_says_so(vendor):
    vendor.rule(times=1, status=401)
    models = ModelRegistry(
        {"openai": Credentials(api_key=SecretStr("k"), base_url=vendor.openai_url)},
        substitutes=[("openai", "first"), ("openai", "second"), ("mistral", "not signed in")],
        policy=CallPolicy(sleep=Clock().sleep),
    )
    model = models.chat("openai", "first")
    assert await answer(model) == ("OK", "openai/second")
    assert [request.body["model"] for request in vendor.model_requests] == ["first", "second"]
    assert await answer(models.chat("openai", "second")) == ("OK", "")
    assert (model.name, models.chat("demo", "demo").name) == ("first", "demo")
    await models.close()


async def test_nobody_stands_in_after_the_first_piece():
    class Breaking(Scripted):
        async def stream(self, request):
            yield TextPiece("half")
            raise ModelUnavailable("gone")

    stream = RotatingChat(Rota("t", [Breaking(), Scripted("whole")], NO_RETRIES, is_chain=True)).stream(ask())
    assert await anext(stream) == TextPiece("half")
    with pytest.raises(ModelUnavailable):
        await anext(stream)


async def test_a_chain_goes_back_to_its_first_when_that_has_rested():
    now = 0.0
    broken = Failing(ModelAuthError("no"))
    rota = Rota("t", [broken, Scripted("second")], NO_RETRIES, is_chain=True, clock=lambda: now)
    model = RotatingChat(rota)
    assert await answer(model) == await answer(model) == ("second", "")
    assert len(broken.requests) == 1
    now = RESTS[ModelAuthError] + 1
    await answer(model)
    assert len(broken.requests) == 2


def test_a_vendor_says_itself_how_long_to_rest():
    now = 0.0
    rota = Rota("t", ["a", "b"], NO_RETRIES, clock=lambda: now)
    assert rota.failed(0, ModelRateLimited("slow", retry_after=5))
    assert rota.order() == rota.order() == [1]
    now = 5.0
    assert sorted(rota.order()) == [0, 1]


@given(st.integers(1, 5), st.lists(st.tuples(st.integers(0, 4), st.booleans()), max_size=30))
def test_there_is_always_somebody_to_ask_and_nobody_twice(count, happenings):
    rota = Rota("t", range(count), NO_RETRIES, clock=lambda: 0.0)
    for place, works in happenings:
        if works:
            rota.worked(place % count)
        else:
            rota.failed(place % count, ModelError("") if place == 4 else ModelRateLimited(""))
        order = rota.order()
        assert 0 < len(order) == len(set(order)) <= count


async def test_other_kinds_take_turns_too(vendor):
    stored = Credentials(api_key=SecretStr("one"), more_keys=(SecretStr("two"),), base_url=vendor.openai_url)
    models = ModelRegistry({"openai": stored}, policy=CallPolicy(retries=0))
    vendor.rule(reply="flagged")
    assert await models.moderation("openai", "omni").flags("bad words")
    for _ in range(2):
        await models.speech_to_text("openai", "w").transcribe(b"sound", filename="a.mp3", mime_type="audio/mpeg")
        assert await models.text_to_speech("openai", "t").speak("hello")
        assert await models.embedding("openai", "e").embed(["hello"])
    assert {request.headers["authorization"] for request in vendor.requests} == {"Bearer one", "Bearer two"}
    await models.close()


async def test_a_registry_tells_which_of_its_accounts_fail_and_rest(vendor):
    vendor.rule(times=1, status=401, reply="no such key")
    stored = Credentials(api_key=SecretStr("one"), more_keys=(SecretStr("two"),), base_url=vendor.openai_url)
    models = ModelRegistry({"openai": stored}, policy=CallPolicy(retries=0))
    assert models.health() == {}
    await answer(models.chat("openai", "m"))
    first, second = models.health()["openai"]
    assert (first.is_resting, first.error, first.reason) == (True, "ModelAuthError", "OpenAI: no such key")
    assert first.failing_since
    assert (second.is_resting, second.error, second.failing_since) == (False, "", None)
    assert second.worked_at
    await models.close()


async def test_a_cut_in_the_middle_of_an_answer_counts_as_a_failure(vendor):
    vendor.rule(reply="one two three", fault="drop", after=4)
    models = ModelRegistry({"openai": Credentials(base_url=vendor.openai_url)}, policy=CallPolicy(retries=0))
    with pytest.raises(ModelUnavailable):
        await answer(models.chat("openai", "m"))
    assert models.health()["openai"][0].error == "ModelUnavailable"
    await models.close()


def test_a_failing_account_fails_since_its_first_failure_until_it_works():
    now = 100.0
    health = AccountHealth(clock=lambda: now)
    health.note(ModelError("your prompt is too long"))
    assert not health.is_known
    health.note(ModelRateLimited("slow", retry_after=5))
    now = 103.0
    health.note(ModelUnavailable("gone"))
    assert (health.failing_since, health.is_resting, health.rests_until) == (100.0, True, 113.0)
    health.note(None)
    assert (health.failing_since, health.is_resting, health.worked_at) == (None, False, 103.0)
