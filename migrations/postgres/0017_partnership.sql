-- Several organisations in one installation: numbers are given once for all of them, so that Q-0107 names one quote.
CREATE INDEX quote_number ON quote (number);
