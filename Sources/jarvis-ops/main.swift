print("jarvis-ops")
