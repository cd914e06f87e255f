from datetime import date, datetime
def format_date(day: date, language: str, form: str = "medium") -> str: return day.isoformat()
def format_time(moment: datetime, language: str) -> str: return moment.isoformat()
def format_moment(moment: datetime, language: str) -> str: return moment.isoformat()
