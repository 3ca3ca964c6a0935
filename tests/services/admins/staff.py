"""The promoter's people in a test: made by the link that they would get, with an app for their codes."""

from dataclasses import dataclass

import pyotp

from competition.adapters.tokens import Purpose
from competition.rules.permissions import Role
from competition.services.admins import accounts, factors, second_factors, signing_in
from competition.services.admins.signing_in import Source
from competition.services.views.admin import AdminView
from tests.services.builders import House

PASSWORD = "four quiet words here"
HOME = Source("192.0.2.0/24")
AWAY = Source("198.51.100.0/24")


@dataclass
class Person:
    """An admin with a phone."""

    house: House
    code: str
    email: str
    secret: str
    device: str = ""

    def digits(self) -> str:
        return pyotp.TOTP(self.secret).at(int(self.house.clock.at.timestamp()))

    def sign_in(self, source: Source = HOME, password: str = PASSWORD) -> str:
        """The token of a new session; the code of the app is the next one each time."""
        self.house.clock.forward(seconds=31)
        with self.house.write() as session:
            half = signing_in.sign_in(session, self.email, password, source, instance=self.house.instance)
        assert half is not None
        with self.house.write() as session:
            proof = factors.by_code(self.digits(), instance=self.house.instance)
            done = signing_in.finish(session, half, proof, source, instance=self.house.instance)
        assert done is not None
        token, self.device = done
        return token

    def view(self, token: str) -> AdminView | None:
        with self.house.database.read() as session:
            return signing_in.current(session, token, instance=self.house.instance)


def joined(house: House, name: str, role: Role = Role.OWNER) -> Person:
    """An admin who has used the invitation and set up an app."""
    email = f"{name}@example.com"
    with house.write() as session:
        if role is Role.OWNER:
            link = accounts.owner_link(session, email, name.capitalize(), instance=house.instance)
        else:
            accounts.invite(
                session, email, name.capitalize(), role, actor="operator", instance=house.instance
            )
            link = next(w for w in house.messages_in(session)[-1].text.split() if "/admin/join/" in w)
    token = link.rpartition("/")[2]
    with house.write() as session:
        accounts.set_password(session, Purpose.JOIN, token, PASSWORD, instance=house.instance)
        half = signing_in.sign_in(session, email, PASSWORD, HOME, instance=house.instance)
    assert half is not None
    with house.database.read() as session:
        secret = second_factors.new_codes(session, half, instance=house.instance).spelt.replace(" ", "")
    person = Person(house, "", email, secret)
    with house.write() as session:
        done = second_factors.set_up(session, half, person.digits(), HOME, instance=house.instance)
    assert done is not None
    found = person.view(done[0])
    assert found is not None
    person.code, person.device = found.code, done[1]
    return person
