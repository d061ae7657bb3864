{{ config(schema='pii') }}

{{ unioned('org_memberships', ['bamboohr', 'salesforce', 'talentlms']) }}
