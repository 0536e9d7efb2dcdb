-- Where do the documents about one deal give different amounts, terms or numbers of chips?
WITH said AS (
    SELECT u.deal_id, coalesce(c.value_high, c.value_low) AS amount, c.term_months, c.chips
    FROM (SELECT deal_id, unnest(claim_ids) AS claim_id FROM live_deals WHERE len(claim_ids) > 1) AS u
    JOIN deal_claims AS c USING (claim_id)
), differing AS (
    SELECT deal_id FROM said
    GROUP BY deal_id
    HAVING min(amount) <> max(amount) OR min(term_months) <> max(term_months)
        OR min(chips) <> max(chips)
)
SELECT d.supplier, d.buyer, d.deal_type,
       list_sort(list_distinct(list(s.amount))) AS amounts,
       list_sort(list_distinct(list(s.term_months))) AS terms_months,
       list_sort(list_distinct(list(s.chips))) AS chips,
       count(*) AS claims, d.deal_id
FROM said AS s
JOIN differing USING (deal_id)
JOIN live_deals AS d USING (deal_id)
GROUP BY d.supplier, d.buyer, d.deal_type, d.deal_id
ORDER BY claims DESC, d.deal_id;
