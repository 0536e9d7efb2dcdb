-- How long after the first report did a party, or a filing, confirm the deal?
-- Minutes between the first publication and the first claim by a party; only where both
-- documents state a time of day, and only where the report came first.
WITH said AS (
    SELECT u.deal_id, c.confirmation, o.public_at, o.outlet,
           c.confirmation IN ('one_party', 'both_parties', 'filed') AS is_party
    FROM (SELECT deal_id, unnest(claim_ids) AS claim_id FROM live_deals) AS u
    JOIN (SELECT claim_id, document_id, confirmation FROM deal_claims) AS c USING (claim_id)
    JOIN (SELECT document_id, public_at, outlet FROM documents
          WHERE published_precision IN ('second', 'minute')) AS o USING (document_id)
), firsts AS (
    SELECT deal_id, min(public_at) FILTER (WHERE NOT is_party) AS reported_at,
           min(public_at) FILTER (WHERE is_party) AS confirmed_at
    FROM said
    GROUP BY deal_id
    HAVING confirmed_at >= reported_at
)
SELECT d.supplier, d.buyer,
       min(s.outlet) FILTER (WHERE NOT s.is_party AND s.public_at = f.reported_at) AS first_report,
       min(s.confirmation) FILTER (WHERE s.is_party AND s.public_at = f.confirmed_at)
           AS confirmed_by,
       date_diff('minute', f.reported_at, f.confirmed_at) AS minutes, d.deal_id
FROM firsts AS f
JOIN said AS s USING (deal_id)
JOIN live_deals AS d USING (deal_id)
GROUP BY d.deal_id, d.supplier, d.buyer, f.reported_at, f.confirmed_at
ORDER BY minutes, d.deal_id;
