"""The rules of running a competition: pure decisions from facts and an instant, standard library only."""
