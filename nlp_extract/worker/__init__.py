"""Work on files in a process of its own, bounded in time and memory: a hostile file ends that process, not yours.

    from nlp_extract import Worker

    with Worker() as worker:
        report = worker.extract("报告.pdf")

``Supervisor`` (``supervisor``) starts the process, waits for its answers and kills it; ``child`` is what runs in it;
both speak in frames of JSON (``frames``), so that a file which takes over the process cannot reach its parent through
what is unpacked there. The command line does all its work on reports this way (``requests``, ``tasks``).
"""
