/** A text of more than 600 words that is always the same, with the Markdown that a stream should survive. */
export const story = `This story is canned: it is the same every time, and no model wrote it while you waited. It is here so that you can watch a long answer arrive, scroll away from it, stop it, or close the lid of the laptop in the middle of it.

## The computer on the shelf

On a shelf in a narrow house by the harbour stood a small computer. It had been a birthday present, then a media player, then a thing that nobody dared to switch off because nobody knew what it did. It was quiet, it used less power than the lamp beside it, and it had been running for four hundred and eleven days.

One evening the owner of the house, a woman who repaired sails for a living, gave it something new to do. She opened a page on it, gave it a password that she wrote on the inside of a cupboard door, and typed: *keep an eye on the tide for me.* The computer had never been asked for anything so plain before.

It began with what it had. It had a clock, and it had a folder. It made a file in the folder and wrote down the hour of the next high water, which it had found printed in a table. Then it made a page that showed the hour in large figures, because the woman worked with wet hands and from across the room.

## What she asked for next

In the first week she asked for three things:

1. a list of the sails that were waiting, with the name of the boat;
2. a mark beside each that had been paid for;
3. the colour of the page to be the red of her front door.

The third took the longest, because there are many reds. The first one it tried was the red of a fire engine, and the second was the red of wine. The third was close. She held a chip of old paint to the screen, looked from one to the other, and said that it would do.

After that the page grew the way a workshop grows, one hook at a time. A box for the weather. A box for the orders of thread, which came from a town so small that its post office opened twice a week. A line at the bottom that said how many days it had been since the last storm, which was her own idea and of no use to anyone, and which visitors read first.

## The night it broke

In November she asked for something that the computer got wrong. It wrote one bracket too few, and where the page had been there was nothing but white. In another house that might have been the end of it. But the place where she talked to the computer was not part of the page. It stood beside it, and it was still there, and it said:

> The page does not build. The mistake is in the list of sails, on line 40. Shall I put it back as it was?

She typed *yes*, and it was as it had been, sails and all, before the kettle had boiled. She asked what had happened. It told her about the bracket. She said that she, too, had once sewn a whole panel on backwards, and that the trick was to notice before the boat had left.

## What it kept

Over the winter the folder filled up. There was a file with what it knew of her: that she took no work on Sundays, that the black cat belonged to the neighbour, that *soon* meant this week and *some day* meant never. She could read the file, and once she corrected it, because the cat had moved in.

When the lease of the house ended she carried the computer to the new one in a box of sailcloth. She set it on another shelf, plugged it in, and opened the page on her phone while it was still counting the drives of its disk. It took a minute. Then the figures came up, large enough to read from across the room: high water at ten past six.

Below them, in small letters, it said how many days it had been since the last storm, and that nothing was waiting for her.

*That is the end. It was as long as it was going to be.*`
