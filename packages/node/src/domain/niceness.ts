/** How far training gives way where nothing else is said, in steps of nice(1): clients are answered while every core trains. */
export const TRAINING_NICENESS = 5;
