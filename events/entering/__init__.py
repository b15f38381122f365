"""How a senior comes to wish for a firm: what stands in the way, what she is writing, handing in, changing, taking back."""
