"""The same claims in the words of their readers: numbers, hedges and citations stay as they are."""
