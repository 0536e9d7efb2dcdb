-- What has each buyer bound itself to, by silicon vendor and year of delivery, and what had it
-- on an earlier date? Without overlap: of deals that tell of the same capacity the largest counts.
-- Change the two instants (UTC). Only the firm part; the vendor is that of the named products,
-- else "(not named)". Money for shares and loans is left out.
WITH known AS (
    SELECT 'then' AS side, * FROM live_deals_as_of(TIMESTAMP '2026-01-31 00:00')
    UNION ALL
    SELECT 'now' AS side, * FROM live_deals_as_of(TIMESTAMP '2100-01-01 00:00')
), binding AS (
    SELECT side, deal_id, buyer, products, overlaps_with, power_mw, headline_usd,
           coalesce(left(start, 4), '(not stated)') AS delivery_year,
           CASE WHEN firm_amount IS NULL THEN headline_usd
                ELSE CAST(headline_usd AS DOUBLE)
                     * CAST(firm_amount / coalesce(value_high, value_low) AS DOUBLE) END AS firm_usd
    FROM known
    WHERE binding = 'binding' AND status IN ('signed', 'amended', 'completed')
      AND asset_layer <> 'money' AND buyer IS NOT NULL
), alone AS (
    SELECT b.* FROM binding AS b
    WHERE NOT EXISTS (
        SELECT 1 FROM binding AS o
        WHERE o.side = b.side AND o.buyer = b.buyer AND list_contains(b.overlaps_with, o.deal_id)
          AND (coalesce(o.firm_usd, 0), o.deal_id) > (coalesce(b.firm_usd, 0), b.deal_id)
    )
), vendors AS (
    SELECT a.side, a.deal_id,
           coalesce(string_agg(DISTINCT p.supplier_id, ', ' ORDER BY p.supplier_id), '(not named)')
               AS silicon_vendor
    FROM alone AS a
    LEFT JOIN products AS p ON list_contains(a.products, p.name) AND p.supplier_id <> ''
    GROUP BY a.side, a.deal_id
)
SELECT a.buyer, v.silicon_vendor, a.delivery_year,
       count(*) FILTER (WHERE a.side = 'then') AS legs_then,
       count(*) FILTER (WHERE a.side = 'now') AS legs_now,
       sum(a.firm_usd) FILTER (WHERE a.side = 'then') AS firm_usd_then,
       sum(a.firm_usd) FILTER (WHERE a.side = 'now') AS firm_usd_now,
       sum(a.power_mw) FILTER (WHERE a.side = 'now') AS power_mw_now
FROM alone AS a
JOIN vendors AS v ON v.side = a.side AND v.deal_id = a.deal_id
GROUP BY a.buyer, v.silicon_vendor, a.delivery_year
ORDER BY a.buyer, firm_usd_now DESC NULLS LAST, v.silicon_vendor, a.delivery_year;
