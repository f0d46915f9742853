"""The officer of a partner agency: one question a page, a receipt, and states and times ever after."""
