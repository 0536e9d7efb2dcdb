-- The further terms of a leg, where a document states them.

ALTER TABLE fact.deal_claims ADD COLUMN firm_amount DECIMAL(24, 2);
ALTER TABLE fact.deal_claims ADD COLUMN optional_amount DECIMAL(24, 2);
ALTER TABLE fact.deal_claims ADD COLUMN contingent_amount DECIMAL(24, 2);
ALTER TABLE fact.deal_claims ADD COLUMN prepayment_amount DECIMAL(24, 2);
ALTER TABLE fact.deal_claims ADD COLUMN prepayment_share DOUBLE;
ALTER TABLE fact.deal_claims ADD COLUMN take_or_pay BOOLEAN;
ALTER TABLE fact.deal_claims ADD COLUMN cancellation_notice_months DOUBLE;
ALTER TABLE fact.deal_claims ADD COLUMN guarantor_id VARCHAR;
ALTER TABLE fact.deal_claims ADD COLUMN guarantor VARCHAR;
ALTER TABLE fact.deal_claims ADD COLUMN amendment_sign VARCHAR;
ALTER TABLE fact.deal_claims ADD COLUMN amendment_amount DECIMAL(24, 2);
