-- What it checks: Two identifiers that an accepted link makes one person have the same learner token.
-- When it matters: Always. Otherwise one person counts as two learners.
-- How to resolve it: More links lie between the identifiers of this person than are followed. Raise most_links in
-- macros/learning/connected.sql and build again.
select
    links.identifier_a,
    links.identifier_b
from {{ ref('int_identity_links') }} as links
inner join {{ ref('learner_vault') }} as vault_a
    on links.identifier_a = vault_a.identifier
inner join {{ ref('learner_vault') }} as vault_b
    on links.identifier_b = vault_b.identifier
where vault_a.learner_id <> vault_b.learner_id
    and {{ is_true('links.is_accepted') }}
