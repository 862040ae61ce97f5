while True:
    try:
        number = 1
    except BaseException:
        continue
