"""What always holds, over random patients, packs and sessions."""
