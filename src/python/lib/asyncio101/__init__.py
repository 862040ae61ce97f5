"""What asyncio101 offers beyond asyncio, under names of its own.

``asyncio101.websockets``: WebSocket connections, in a browser tab and on a desktop.
"""
