"""Uses the client that was generated from the document of demo/api. Usage: python3 use.py URL"""

import sys
from io import BytesIO

from api_client import AuthenticatedClient, Client
from api_client.api.orders import get_users_id_orders_events, post_users_id_orders
from api_client.api.users import (
    get_users,
    get_users_id,
    get_users_id_picture,
    post_users,
    put_users_id_picture,
)
from api_client.models import (
    Error1002,
    Error1100,
    Error1101,
    Error1102,
    NewUser,
    Order,
    PostUsersIdOrdersBody,
    PutUsersIdPictureBody,
    User,
)
from api_client.types import File

url = sys.argv[1]
anonymous = Client(base_url=url)
signed_in = AuthenticatedClient(base_url=url, token="any")

# A list, by a query.
users = get_users.sync(client=anonymous, page=1, name="ada")
assert [user.name for user in users] == ["Ada"], users

# A query that the document refuses.
refused = get_users.sync(client=anonymous, page=0)
assert isinstance(refused, Error1002) and refused.code == 1002, refused

# An entry is created, once.
created = post_users.sync(client=signed_in, body=NewUser(name="Linus", password="kernel"))
assert isinstance(created, User) and created.name == "Linus", created
taken = post_users.sync(client=signed_in, body=NewUser(name="Linus", password="kernel"))
assert isinstance(taken, Error1102) and taken.code == 1102, taken
assert taken.data.field == "name", taken

# Errors by their codes.
missing = get_users_id.sync(999, client=anonymous)
assert isinstance(missing, Error1101) and missing.code == 1101, missing
assert missing.message == "User 999 does not exist", missing
unknown = post_users.sync(client=anonymous, body=NewUser(name="Ken", password="unix"))
assert isinstance(unknown, Error1100), unknown

# A file goes there and back.
png = b"\x89PNG\r\n\x1a\n" + bytes(100)
image = File(payload=BytesIO(png), file_name="ada.png", mime_type="image/png")
sent = put_users_id_picture.sync_detailed(created.id, client=signed_in, body=PutUsersIdPictureBody(image=image))
assert sent.status_code == 204, sent
picture = get_users_id_picture.sync(created.id, client=anonymous)
assert picture.payload.read() == png, picture

# Dates are dates, and a default of the schema may be left out.
order = post_users_id_orders.sync(created.id, client=signed_in, body=PostUsersIdOrdersBody(article="tea"))
assert isinstance(order, Order) and order.count == 1 and order.at.tzinfo is not None, order

# Events are text.
events = get_users_id_orders_events.sync_detailed(created.id, client=anonymous)
assert b"event: total" in events.content, events

print("A list, errors by their codes, a file, a date: the generated client has them.")
