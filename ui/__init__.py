"""The page's views, the only code that knows Streamlit."""
