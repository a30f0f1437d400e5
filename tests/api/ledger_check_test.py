#!/usr/bin/env python3
"""The second verifier agrees with honest logs and is not taken in by the lies of tests/vectors."""
import pathlib, shutil, sys, tempfile, unittest
sys.path.insert(0, str(pathlib.Path(__file__).parent))
import ledger_check

VECTORS = pathlib.Path(__file__).parent.parent / "vectors/hearback-tlog"

class LedgerCheck(unittest.TestCase):
    def problems(self, tree, lies=()):
        with tempfile.TemporaryDirectory() as held:
            log = pathlib.Path(held, "log")
            shutil.copytree(VECTORS / tree, log)
            shutil.copy(VECTORS / "log.vkey", log / "vkey")
            for lie, place in lies:
                shutil.copy(VECTORS / "negative" / lie, log / place)
            return ledger_check.Ledger(log).check()

    def test_an_honest_log_agrees(self):
        self.assertEqual(self.problems("tree5"), [])
        self.assertEqual(self.problems("tree300"), [])

    def test_a_forged_tile_is_named(self):
        self.assertEqual(self.problems("tree300", [("forged-tile-0-000", "tile/0/000")]), ["tile/0/000 is not what its entries make"])

    def test_another_log_under_a_good_signature_does_not_agree(self):
        self.assertIn("the root that was signed is not that of the entries", self.problems("tree300", [("fork300.checkpoint", "checkpoint")]))

    def test_an_edited_checkpoint_is_not_signed(self):
        self.assertIn("checkpoint is not signed by the log's key", self.problems("tree300", [("size-edited.note", "checkpoint")]))

if __name__ == "__main__":
    unittest.main()
