{{ config(enabled=uses('salesforce'), schema='pii') }}

with contacts as (

    {{ latest_records('salesforce', 'contacts', [
        ['contact_id', ['Id'], 'text'],
        ['account_id', ['AccountId'], 'text'],
        ['is_deleted', ['IsDeleted'], 'text'],
    ]) }}

),

relations as (

    {{ latest_records('salesforce', 'account_contact_relations', [
        ['contact_id', ['ContactId'], 'text'],
        ['account_id', ['AccountId'], 'text'],
        ['start_date', ['StartDate'], 'date'],
        ['end_date', ['EndDate'], 'date'],
        ['is_deleted', ['IsDeleted'], 'text'],
    ]) }}

),

-- An organization in which each contact belongs to one account has no relations.
contact_relations as (

    select
        source_id,
        contact_id,
        account_id,
        start_date,
        end_date
    from relations
    where coalesce(is_deleted, 'false') <> 'true'

    union all

    select
        source_id,
        contact_id,
        account_id,
        {{ unknown('date') }} as start_date,
        {{ unknown('date') }} as end_date
    from contacts
    where coalesce(is_deleted, 'false') <> 'true'

),

-- With relations, the contact's own account comes twice: from the contact and from a relation, which has the dates.
contact_accounts as (

    select
        source_id,
        {{ dbt.concat(["contact_id", "'/'", "account_id"]) }} as membership_id,
        contact_id,
        account_id,
        max(start_date) as start_date,
        max(end_date) as end_date
    from contact_relations
    where contact_id is not null and account_id is not null
    group by source_id, contact_id, account_id

)

select
    source_id,
    {{ entity_key('membership', 'membership_id') }} as membership_key,
    {{ entity_key('user', 'contact_id') }} as user_identifier,
    {{ entity_key('account', 'account_id') }} as org_unit_key,
    {{ unknown('string') }} as manager_identifier,
    'customer' as membership_kind,
    start_date as starts_on,
    end_date as ends_on
from contact_accounts
