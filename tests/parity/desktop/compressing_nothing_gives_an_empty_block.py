"""Who compresses nothing and flushes gets a block with nothing in it: the last part of a message may be empty.

Who flushes again, without having compressed anything, gets nothing.
"""

import zlib

compressor = zlib.compressobj(wbits=-15)
decompressor = zlib.decompressobj(wbits=-15)
for data in b"hello", b"", b"", b"x" * 1000, b"":
    compressed = compressor.compress(data) + compressor.flush(zlib.Z_SYNC_FLUSH)
    print(compressed[-5:], decompressor.decompress(compressed) == data)
print(compressor.flush(zlib.Z_SYNC_FLUSH))
