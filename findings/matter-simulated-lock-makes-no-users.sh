#!/usr/bin/env bash
# matter.js 0.17.9: its door lock refuses a PIN that names no user, and calls a duplicate "failure".
#
# SetCredential without a user index means "make a user for it". This lock answers ConstraintError; with a user that
# was made beforehand it takes the same PIN. A PIN that another user has, and a credential index that is occupied, are
# both answered with status 1 (failure), where the Matter specification has 2 (duplicate) and 3 (occupied).
#
# Why it matters: an adapter that makes the user first works on this lock and on others, one that leaves it to the
# lock does not. And "failure" is not always worth another attempt: here it also stands for a PIN that will always be
# refused.
# Needs Node.js 20 with npm, and multicast on the local network.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_node @matter/main@0.17.9
run_node <<'NODE'
import { startLock } from "./_matter.mjs";

const { addPin, addUser, conclude } = await startLock();
const without_user = await addPin(1, null, "1234");
await addUser(1);
const with_user = (await addPin(1, 1, "1234")).status;
await addUser(2);
const duplicate = (await addPin(2, 2, "1234")).status;
const occupied = (await addPin(1, 2, "5678")).status;
await conclude({ without_user, with_user, duplicate, occupied });
NODE
expect <<'SEEN'
without_user: "ConstraintError"
with_user: 0
duplicate: 1
occupied: 1
SEEN
