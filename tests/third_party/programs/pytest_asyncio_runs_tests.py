"""pytest with pytest-asyncio: tests and fixtures that are coroutines, of which one fails on purpose."""

import contextlib
import io
import pathlib
import re
import tempfile

import pytest

TESTS = '''
import asyncio

import pytest
import pytest_asyncio

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def queue():
    queue = asyncio.Queue()
    await queue.put("from a fixture")
    yield queue
    assert queue.empty()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def loop_of_the_module():
    return asyncio.get_running_loop()


async def test_a_fixture_is_awaited(queue):
    assert await queue.get() == "from a fixture"


@pytest.mark.parametrize("number", range(3))
async def test_of_many(number):
    assert await asyncio.sleep(0, number) == number


@pytest.mark.asyncio(loop_scope="module")
async def test_in_the_loop_of_the_module(loop_of_the_module):
    assert asyncio.get_running_loop() is loop_of_the_module


async def test_that_fails():
    expected = await asyncio.sleep(0, "this")
    assert expected == "that"


async def test_that_is_cancelled():
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await asyncio.Event().wait()


def test_without_a_loop():
    with pytest.raises(RuntimeError, match="no running event loop"):
        asyncio.get_running_loop()
'''

with tempfile.TemporaryDirectory() as folder:
    (pathlib.Path(folder) / "test_some.py").write_text(TESTS)
    output = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(output):
        status = pytest.main(
            [*"-v -p no:cacheprovider -p no:anyio -p no:hypothesispytest --no-header --color=no".split(), "--rootdir=."]
        )
print(status)
for line in output.getvalue().splitlines():
    if re.search("PASSED|FAILED|^E |assert|passed", line):
        print(re.sub(r" in [0-9.]+s| +\[ *[0-9]+%\]|=+", "", line).strip())
