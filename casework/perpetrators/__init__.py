"""The perpetrator's own file, walled off from the survivor's: liability and counselling."""
