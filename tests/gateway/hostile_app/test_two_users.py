"""Two users receive their own answers while a hostile app attacks."""

from __future__ import annotations

from contextlib import ExitStack

from playwright.sync_api import Page

from demo.addresses import HOST
from tests.gateway.ask import at_path
from tests.gateway.hostile_app.main_site import OTHER, OWNER, Started, signed_in

#: Requests of each user beside the hostile app.
REQUESTS = 500

ASK = """([user, count]) => {
    window.wrong = [];
    const ask = async number => {
        const path = `/api/of-${user}?${number}`;
        const answer = await (await fetch(path)).json();
        const users = answer.headers.filter(([name]) => name === 'X-Cognito-User-Id');
        if (answer.path !== path || users.length !== 1 || users[0][1] !== user) {
            window.wrong.push(answer);
        }
    };
    const worker = async first => {
        for (let number = first; number < count; number += 5) await ask(number);
    };
    window.finished = Promise.all([0, 1, 2, 3, 4].map(worker))
        .catch(error => window.wrong.push(String(error)));
}"""

ATTACK = """([urls]) => {
    window.going = true;
    window.attacks = 0;
    const attack = async url => {
        while (window.going) {
            await fetch(url).then(answer => answer.text()).catch(() => {});
            window.attacks++;
        }
    };
    window.over = Promise.all(urls.map(attack));
}"""


def test_two_users_beside_a_hostile_app_receive_their_own_answers(
    started: Started, page: Page
) -> None:
    with ExitStack() as stack:
        other = signed_in(started, stack, OTHER).new_page()
        other.goto(f"https://{HOST}/")
        attacker = page.context.new_page()
        attacker.goto(f"https://{HOST}/")
        urls = [at_path(started.hostile) + path for path in ("/smuggle", "/status-100")]
        attacker.evaluate(ATTACK, [urls])
        attacker.wait_for_function("() => window.attacks > 0")
        for one, user in ((page, OWNER), (other, OTHER)):
            one.evaluate(ASK, [user, REQUESTS])
        for one in (page, other):
            one.evaluate("() => window.finished")
            assert one.evaluate("() => window.wrong") == []
        attacker.evaluate("() => { window.going = false; return window.over }")
        assert attacker.evaluate("() => window.attacks") > 1
