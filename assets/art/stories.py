def all_stories(): return []
