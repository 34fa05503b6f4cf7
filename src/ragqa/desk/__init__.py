"""What pages and HTTP both do; knows neither of them."""
