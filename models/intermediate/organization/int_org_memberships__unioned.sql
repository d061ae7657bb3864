{{ config(schema='pii') }}

{{ unioned('org_memberships', ['bamboohr', 'files', 'salesforce', 'talentlms']) }}
