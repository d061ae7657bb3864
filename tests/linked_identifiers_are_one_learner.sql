-- What it checks: an address and its hash carry one token.
-- When it matters: always. How to resolve it: build learner_vault again; if it stays, report it.
select addresses.identifier
from {{ ref('learner_vault') }} as addresses
inner join {{ ref('learner_vault') }} as hashes
    on hashes.identifier = 'mbox_sha1sum:' || {{ sha1_hex("substring(addresses.identifier, 6)") }}
where addresses.identifier like 'mbox:%'
    and addresses.learner_id <> hashes.learner_id
