"""Every change about personal data: requests, what becomes of them, and tidying by age."""
